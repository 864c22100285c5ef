using System.Net;
using System.Text;

namespace AiGateway.Load;

/// <summary>One POST as bytes, and where it goes.</summary>
internal sealed record LoadRequest(IPEndPoint Target, byte[] Bytes)
{
    /// <summary>The body comes from a file; headers are written name=value, a blank in a value as ~.</summary>
    public static LoadRequest Create(string url, string bodyFile, IEnumerable<string> headers)
    {
        var uri = new Uri(url);
        var body = File.ReadAllBytes(bodyFile);
        var head = new StringBuilder($"POST {uri.PathAndQuery} HTTP/1.1\r\nHost: {uri.Authority}\r\nContent-Type: application/json\r\n");
        head.Append($"Content-Length: {body.Length}\r\n");
        foreach (var header in headers) head.Append($"{Line(header)}\r\n");
        head.Append("\r\n");
        return new(new(IPAddress.Parse(uri.Host), uri.Port), [.. Encoding.ASCII.GetBytes(head.ToString()), .. body]);
    }

    private static string Line(string header)
    {
        var name = header.IndexOf('=', StringComparison.Ordinal);
        return $"{header[..name]}: {header[(name + 1)..].Replace('~', ' ')}";
    }
}
