using System.Globalization;
using System.Text;
using AiGateway.Rig;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>An answer as it comes over a socket, which may bring its head and its body one after the other.</summary>
internal static class RawAnswer
{
    private const string Length = "\r\nContent-Length: ";

    /// <summary>Head and body of the first answer, by the length that it announces; what came of it, where the connection ends before.</summary>
    public static async Task<string> ReadAsync(Stream stream)
    {
        using var patience = new CancellationTokenSource(Eventually.Bound);
        var (answer, buffer) = ("", new byte[4096]);
        try
        {
            while (!IsWhole(answer) && await stream.ReadAsync(buffer, patience.Token) is > 0 and var count) answer += Encoding.UTF8.GetString(buffer, 0, count);
        }
        catch (IOException)
        {
            // Reset: there is no more.
        }

        return answer;
    }

    private static bool IsWhole(string answer)
    {
        var head = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head < 0) return false;
        var length = answer.IndexOf(Length, 0, head, StringComparison.OrdinalIgnoreCase);
        if (length < 0) return true;
        var end = answer.IndexOf('\r', length + Length.Length);
        return answer.Length >= head + 4 + int.Parse(answer.AsSpan((length + Length.Length)..end), CultureInfo.InvariantCulture);
    }
}
