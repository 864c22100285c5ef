using System.Collections.Immutable;
using System.Text.Json;

namespace AiGateway.Operator.Kubernetes;

/// <summary>
/// Reads a whole list in pages, all at the version of the first. Asks without a resourceVersion, so that the answer is consistent and a restarted
/// API server cannot answer from an old cache. A page token that has expired starts the list anew.
/// </summary>
internal static class ListReader
{
    private const int Tries = 3;

    public static async Task<ObjectList<T>> ReadAsync<T>(
        KubeTransport transport, ResourceKind<T> kind, ListOptions options, CancellationToken cancellationToken)
        where T : KubernetesObject
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ReadOnceAsync(transport, kind, options, cancellationToken);
            }
            catch (KubeException e) when (e.Error.IsGone && attempt < Tries)
            {
                // The pages went stale while they were read; a new list is at a newer version.
            }
        }
    }

    private static async Task<ObjectList<T>> ReadOnceAsync<T>(
        KubeTransport transport, ResourceKind<T> kind, ListOptions options, CancellationToken cancellationToken)
        where T : KubernetesObject
    {
        var items = ImmutableArray.CreateBuilder<T>();
        var unreadable = ImmutableArray.CreateBuilder<UnreadableItem>();
        for (string? next = null; ;)
        {
            var answer = await transport.SendAsync(new() { Method = HttpMethod.Get, Path = PathOf(kind, options, next) }, cancellationToken);
            using var page = ObjectReader.Parse(answer.BodyOrThrow());
            foreach (var element in Items(page.RootElement))
            {
                var (value, problem) = ObjectReader.Read(element, kind);
                if (value is not null) items.Add(value);
                if (problem is not null) unreadable.Add(problem);
            }
            var metadata = page.RootElement.GetProperty("metadata");
            next = Text(metadata, "continue");
            if (next.Length > 0) continue;
            return new() { ResourceVersion = Text(metadata, "resourceVersion"), Items = items.ToImmutable(), Unreadable = unreadable.ToImmutable() };
        }
    }

    private static string PathOf<T>(ResourceKind<T> kind, ListOptions options, string? next)
        where T : KubernetesObject
    {
        var path = $"{kind.PathOfAll(options.Namespace)}?limit={options.PageSize}";
        if (options.LabelSelector is { } labels) path += $"&labelSelector={Uri.EscapeDataString(labels)}";
        return next is null ? path : $"{path}&continue={Uri.EscapeDataString(next)}";
    }

    private static IEnumerable<JsonElement> Items(JsonElement list) =>
        list.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : [];

    private static string Text(JsonElement metadata, string name) => metadata.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
