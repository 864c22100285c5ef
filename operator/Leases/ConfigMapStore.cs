using System.Collections.Immutable;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Leases;

/// <summary>A ConfigMap a book, in the operator's own namespace, where nobody who runs agents writes. Replaced at a known version alone: a leader that was deposed and does not know it changes nothing.</summary>
internal sealed class ConfigMapStore(KubeClient client, string @namespace) : ILedgerStore
{
    public const string Label = "aigateway.dev/ledger";
    public const string LimitAnnotation = "aigateway.dev/limit";
    public const string AgentAnnotation = "aigateway.dev/agent";

    private const string Entry = "ledger";

    public async Task<IReadOnlyList<StoredBook>> ListAsync(CancellationToken cancellationToken)
    {
        var list = await client.ListAsync(Kinds.ConfigMaps, new() { Namespace = @namespace, LabelSelector = Label }, cancellationToken);
        return [.. list.Items.Select(Read).OfType<StoredBook>()];
    }

    public async Task<StoredBook?> ReadAsync(BookId id, CancellationToken cancellationToken) =>
        await client.GetAsync(Kinds.ConfigMaps, new(@namespace, id.ObjectName), cancellationToken) is { } map ? new(id, TextOf(map), map.Metadata.ResourceVersion) : null;

    public async Task<string?> WriteAsync(StoredBook book, CancellationToken cancellationToken)
    {
        var map = new ConfigMap
        {
            Metadata = new()
            {
                Namespace = @namespace,
                Name = book.Id.ObjectName,
                ResourceVersion = book.Version ?? "",
                Labels = ImmutableDictionary<string, string>.Empty.Add(Label, book.Id.Scope.ToString()),
                Annotations = ImmutableDictionary<string, string>.Empty.Add(LimitAnnotation, book.Id.Limit).Add(AgentAnnotation, book.Id.Agent),
            },
            Data = ImmutableDictionary<string, string>.Empty.Add(Entry, book.Text),
        };
        var result = book.Version is null
            ? await client.CreateAsync(Kinds.ConfigMaps, map, cancellationToken)
            : await client.ReplaceAsync(Kinds.ConfigMaps, map, cancellationToken);
        if (!result.Failed(out var error, out var written)) return written.Metadata.ResourceVersion;
        return error.IsConflict || (error.IsNotFound && book.Version is not null) ? null : throw new KubeException(error);
    }

    public Task<bool> RemoveAsync(StoredBook book, CancellationToken cancellationToken) =>
        client.DeleteAsync(Kinds.ConfigMaps, new(@namespace, book.Id.ObjectName), book.Version ?? "", cancellationToken);

    /// <summary>Null for an object that is not what its name says: it is nobody's ledger.</summary>
    private static StoredBook? Read(ConfigMap map)
    {
        if (!Enum.TryParse<LimitScope>(map.Metadata.Labels.GetValueOrDefault(Label), out var scope)) return null;
        var id = new BookId(scope, map.Metadata.Annotations.GetValueOrDefault(LimitAnnotation, ""), map.Metadata.Annotations.GetValueOrDefault(AgentAnnotation, ""));
        return id.ObjectName == map.Metadata.Name ? new(id, TextOf(map), map.Metadata.ResourceVersion) : null;
    }

    private static string TextOf(ConfigMap map) => map.Data.GetValueOrDefault(Entry, "");
}
