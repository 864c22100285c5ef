using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace AiGateway.Operator.Kubernetes;

/// <summary>
/// Reads one watch, a line an event. It ends quietly where the server ended it between two lines; anything else (a cut line, an error line, silence
/// beyond the deadline) is an exception. It remembers nothing.
/// </summary>
internal sealed class WatchReader<T>(KubeTransport transport, ResourceKind<T> kind, TimeProvider time)
    where T : KubernetesObject
{
    /// <summary>How much longer than the server's own bound the client waits before it calls the server silent.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async IAsyncEnumerable<WatchEvent<T>> ReadAsync(
        ListOptions select, WatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.Timeout + Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var response = await transport.OpenAsync(new() { Method = HttpMethod.Get, Path = PathOf(select, options) }, both.Token);
        if (!response.IsSuccessStatusCode) throw new KubeException(await transport.ReadErrorAsync(response, both.Token));
        var lines = PipeReader.Create(await response.Content.ReadAsStreamAsync(both.Token));
        try
        {
            while (await NextLineAsync(lines, options.LongestLine, both.Token) is { } line)
            {
                using var document = line;
                yield return Parse(document.RootElement);
            }
        }
        finally
        {
            await lines.CompleteAsync();
        }
    }

    private static async Task<JsonDocument?> NextLineAsync(PipeReader lines, int longest, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await lines.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                var document = ObjectReader.Parse(buffer.Slice(0, end).ToArray());
                lines.AdvanceTo(buffer.GetPosition(1, end));
                return document;
            }
            if (read.IsCompleted) return buffer.IsEmpty ? null : throw new IOException("the watch was cut in the middle of a line");
            if (buffer.Length > longest) throw new IOException($"a line of the watch is longer than {longest} bytes");
            lines.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private WatchEvent<T> Parse(JsonElement line)
    {
        var word = line.GetProperty("type").GetString();
        var element = line.GetProperty("object");
        if (word == "ERROR") throw new KubeException(ErrorOf(element));
        var type = word switch
        {
            "ADDED" => WatchEventType.Added,
            "MODIFIED" => WatchEventType.Modified,
            "DELETED" => WatchEventType.Deleted,
            "BOOKMARK" => WatchEventType.Bookmark,
            _ => throw new IOException("the watch sent an event of an unknown type"),
        };
        var version = element.GetProperty("metadata").GetProperty("resourceVersion").GetString() ?? "";
        if (type == WatchEventType.Bookmark) return new() { Type = type, ResourceVersion = version };
        var (value, unreadable) = ObjectReader.Read(element, kind);
        return new() { Type = type, ResourceVersion = version, Object = value, Unreadable = unreadable };
    }

    private static KubeError ErrorOf(JsonElement element)
    {
        var status = element.Deserialize(KubernetesJsonContext.Default.ApiStatus);
        return new() { Code = status?.Code ?? 0, Reason = status?.Reason ?? "Unknown", Message = status?.Message ?? "the watch ended with an error" };
    }

    private string PathOf(ListOptions select, WatchOptions options)
    {
        var path = $"{kind.PathOfAll(select.Namespace)}?watch=true&resourceVersion={Uri.EscapeDataString(options.ResourceVersion)}"
            + $"&timeoutSeconds={(int)options.Timeout.TotalSeconds}";
        if (options.AllowBookmarks) path += "&allowWatchBookmarks=true";
        return select.LabelSelector is { } labels ? $"{path}&labelSelector={Uri.EscapeDataString(labels)}" : path;
    }
}
