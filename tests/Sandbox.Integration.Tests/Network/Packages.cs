using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Sandbox.Integration.Tests.Network;

/// <summary>A package called "tiny" for npm and for pip, with the documents of their registries.</summary>
public static class Packages
{
    /// <summary>At /npm/tiny.</summary>
    public static void PutNpm(WebServer server)
    {
        using MemoryStream tarball = new();
        using (GZipStream zip = new(tarball, CompressionLevel.Fastest, leaveOpen: true))
        using (TarWriter tar = new(zip, TarEntryFormat.Pax))
        {
            using MemoryStream manifest = new("""{"name":"tiny","version":"1.0.0"}"""u8.ToArray());
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "package/package.json") { DataStream = manifest });
        }

        byte[] bytes = tarball.ToArray();
        string integrity = $"sha512-{Convert.ToBase64String(SHA512.HashData(bytes))}";
        string document = $$"""
            {"name":"tiny","dist-tags":{"latest":"1.0.0"},"versions":{"1.0.0":{"name":"tiny","version":"1.0.0",
            "dist":{"tarball":"{{server.SecureUrl}}/npm/tiny/-/tiny-1.0.0.tgz","integrity":"{{integrity}}"} } } }
            """;
        server.Put("/npm/tiny", "application/json", Encoding.UTF8.GetBytes(document));
        server.Put("/npm/tiny/-/tiny-1.0.0.tgz", "application/octet-stream", bytes);
    }

    /// <summary>At /simple/tiny/.</summary>
    public static void PutPip(WebServer server)
    {
        const string Wheel = "tiny-1.0-py3-none-any.whl";
        using MemoryStream bytes = new();
        using (ZipArchive zip = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(zip, "tiny.py", "answer = 42\n");
            Write(zip, "tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n");
            Write(zip, "tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
            Write(zip, "tiny-1.0.dist-info/RECORD", string.Empty);
        }

        server.Put("/simple/tiny/", "text/html", Encoding.UTF8.GetBytes($"<!DOCTYPE html><html><body><a href=\"/files/{Wheel}\">{Wheel}</a></body></html>"));
        server.Put($"/files/{Wheel}", "application/octet-stream", bytes.ToArray());
    }

    private static void Write(ZipArchive zip, string name, string text)
    {
        using Stream stream = zip.CreateEntry(name).Open();
        stream.Write(Encoding.UTF8.GetBytes(text));
    }
}
