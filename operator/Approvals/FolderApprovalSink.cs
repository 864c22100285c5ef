using System.Collections.Immutable;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Approvals;

namespace AiGateway.Operator.Approvals;

/// <summary>
/// ApprovalRequests beside a folder of manifests: all of them in one file, replaced whole, and each step in one line of the log. A human decides by a manifest of the same namespace and name in the
/// folder, whose <c>spec</c> is what counts of it. Nothing is read back: questions are asked anew by a new process.
/// </summary>
internal sealed partial class FolderApprovalSink(string folder, ILogger<FolderApprovalSink> logger) : IApprovalSink
{
    /// <summary>The file's name; it stands beside <c>status.json</c>.</summary>
    public const string File = "approvals.json";

    private ImmutableSortedDictionary<ObjectKey, ApprovalRequest> _requests = ImmutableSortedDictionary<ObjectKey, ApprovalRequest>.Empty;

    public ImmutableArray<ApprovalRequest> Standing(Inventory inventory)
    {
        var decided = inventory.ApprovalRequests.GroupBy(ObjectKey.Of).ToDictionary(of => of.Key, of => of.First().Spec);
        return [.. _requests.Select(pair => decided.TryGetValue(pair.Key, out var spec) ? pair.Value with { Spec = spec } : pair.Value)];
    }

    public Task<KubeResult<ApprovalRequest>> CreateAsync(ApprovalRequest request, CancellationToken cancellationToken) => Task.FromResult<KubeResult<ApprovalRequest>>(request with
    {
        ApiVersion = Group.ApiVersion,
        Kind = nameof(ApprovalRequest),
        Metadata = request.Metadata with { Uid = ObjectKey.Of(request).ToString() },
        Status = null,
    });

    public async Task<KubeError?> WriteAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        _requests = _requests.SetItem(ObjectKey.Of(request), request);
        await SaveAsync(cancellationToken);
        return null;
    }

    public async Task RemoveAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        _requests = _requests.Remove(key);
        await SaveAsync(cancellationToken);
    }

    public Task TellAsync(KubeEvent note, CancellationToken cancellationToken)
    {
        Log.Told(logger, $"{note.Regarding.Namespace}/{note.Regarding.Name}", note.Reason, note.Note ?? "");
        return Task.CompletedTask;
    }

    private Task SaveAsync(CancellationToken cancellationToken) => ListFile.WriteAsync(Path.Combine(folder, File), _requests.Values, ResourceJson.Default.ApprovalRequest, cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(622, LogLevel.Information, "ApprovalRequest {Name}: {Reason}: {Note}")]
        public static partial void Told(ILogger logger, string name, string reason, string note);
    }
}
