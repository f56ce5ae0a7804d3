using System.Globalization;

namespace Sandbox.Core.Planning;

/// <summary>Bytes for people: "512 MiB", "1.5 GiB".</summary>
public static class SizeText
{
    private static readonly string[] Units = ["bytes", "KiB", "MiB", "GiB", "TiB"];

    public static string Of(long bytes)
    {
        decimal number = bytes;
        int unit = 0;
        while (number >= 1024 && unit < Units.Length - 1)
        {
            number /= 1024;
            unit++;
        }

        return decimal.Round(number, 1).ToString("0.#", CultureInfo.InvariantCulture) + " " + Units[unit];
    }
}
