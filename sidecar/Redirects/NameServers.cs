using System.Net;

namespace AiGateway.Sidecar.Redirects;

/// <summary>The pod's name servers, as resolv.conf(5) lists them.</summary>
internal static class NameServers
{
    /// <summary>glibc asks the first three; some libraries ask more.</summary>
    public const int Most = 8;

    private const int MostBytes = 64 * 1024;

    /// <summary>The servers in the file's order, each once; further ones than <see cref="Most"/> are left out, so that nothing reaches them.</summary>
    /// <exception cref="IOException">The file cannot be read, or is longer than such a file is.</exception>
    public static IReadOnlyList<IPAddress> Read(string path)
    {
        using var file = File.OpenRead(path);
        var bytes = new byte[MostBytes + 1];
        var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (count > MostBytes) throw new IOException($"{path} is longer than {MostBytes} bytes");
        return Parse(System.Text.Encoding.ASCII.GetString(bytes, 0, count));
    }

    public static IReadOnlyList<IPAddress> Parse(string text) =>
    [
        .. text.Split('\n')
            .Select(line => line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is ["nameserver", _, ..])
            .Select(words => IPAddress.TryParse(words[1], out var address) ? address : null)
            .OfType<IPAddress>()
            .Select(address => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)
            .Distinct()
            .Take(Most),
    ];
}
