using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sandbox.Integration.Tests.Network;

/// <summary>A certificate authority that nobody trusts unless told to, and the certificate of one server.</summary>
public static class TestAuthority
{
    /// <summary>The server's certificate with its key, and the authority's as PEM.</summary>
    public static (X509Certificate2 Server, string Authority) Create(string host)
    {
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        CertificateRequest request = new("CN=Authority of the tests", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using X509Certificate2 authority = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));

        CertificateRequest server = new($"CN={host}", serverKey, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(host);
        server.CertificateExtensions.Add(names.Build());
        server.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        using X509Certificate2 bare = server.Create(authority, now.AddDays(-1), now.AddDays(1), RandomNumberGenerator.GetBytes(8));
        return (bare.CopyWithPrivateKey(serverKey), authority.ExportCertificatePem());
    }
}
