using System.Text.Json;

namespace AiGateway.Operator.Kubernetes;

/// <summary>
/// The verbs of the API that this operator needs. Reads throw a <see cref="KubeException"/> where the server refuses; writes return the refusal
/// as a value. It holds no state of any object: that is the <see cref="Reflector{T}"/>'s.
/// </summary>
internal sealed class KubeClient(KubeTransport transport, TimeProvider time)
{
    private const int LongestStem = 200;
    private const string ApplyPatch = "application/apply-patch+yaml";

    /// <summary>All objects at one version, read in pages. Consistent: never older than what any client was told before.</summary>
    public Task<ObjectList<T>> ListAsync<T>(ResourceKind<T> kind, ListOptions options, CancellationToken cancellationToken)
        where T : KubernetesObject =>
        ListReader.ReadAsync(transport, kind, options, cancellationToken);

    /// <summary>Changes after a version, until the server ends the watch. Ends with an exception where the connection is cut or the version is gone.</summary>
    public IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        ResourceKind<T> kind, ListOptions select, WatchOptions options, CancellationToken cancellationToken)
        where T : KubernetesObject =>
        new WatchReader<T>(transport, kind, time).ReadAsync(select, options, cancellationToken);

    /// <summary>Null where there is none.</summary>
    public async Task<T?> GetAsync<T>(ResourceKind<T> kind, ObjectKey key, CancellationToken cancellationToken)
        where T : KubernetesObject
    {
        var answer = await transport.SendAsync(new() { Method = HttpMethod.Get, Path = kind.PathOf(key) }, cancellationToken);
        return answer.Error is { IsNotFound: true } ? null : ObjectReader.ReadOrThrow(answer.BodyOrThrow(), kind);
    }

    /// <summary>Server-side apply of a whole intent as JSON: creates, or changes and prunes the fields that this manager owns.</summary>
    public Task<KubeResult<T>> ApplyAsync<T>(
        ResourceKind<T> kind, ObjectKey key, ReadOnlyMemory<byte> json, ApplyOptions options, CancellationToken cancellationToken)
        where T : KubernetesObject =>
        WriteAsync(kind, ApplyRequest(kind.PathOf(key), json, options), cancellationToken);

    /// <summary>Server-side apply to <c>/status</c>.</summary>
    public Task<KubeResult<T>> ApplyStatusAsync<T>(
        ResourceKind<T> kind, ObjectKey key, ReadOnlyMemory<byte> json, ApplyOptions options, CancellationToken cancellationToken)
        where T : KubernetesObject =>
        WriteAsync(kind, ApplyRequest(kind.PathOf(key, "status"), json, options), cancellationToken);

    public Task<KubeResult<T>> CreateAsync<T>(ResourceKind<T> kind, T value, CancellationToken cancellationToken)
        where T : KubernetesObject =>
        WriteAsync(kind, new() { Method = HttpMethod.Post, Path = kind.PathOfAll(value.Metadata.Namespace), Body = BodyOf(kind, value) }, cancellationToken);

    /// <summary>
    /// Replaces the object if it still has this resourceVersion, else a 409. What the type does not know of it is lost, so this is for objects
    /// that are wholly ours.
    /// </summary>
    public Task<KubeResult<T>> ReplaceAsync<T>(ResourceKind<T> kind, T value, CancellationToken cancellationToken)
        where T : KubernetesObject =>
        WriteAsync(kind, new() { Method = HttpMethod.Put, Path = kind.PathOf(ObjectKey.Of(value)), Body = BodyOf(kind, value) }, cancellationToken);

    /// <summary>Whether there was one to delete.</summary>
    public async Task<bool> DeleteAsync<T>(ResourceKind<T> kind, ObjectKey key, CancellationToken cancellationToken)
        where T : KubernetesObject
    {
        var answer = await transport.SendAsync(new() { Method = HttpMethod.Delete, Path = kind.PathOf(key) }, cancellationToken);
        if (answer.Error is { IsNotFound: true }) return false;
        answer.BodyOrThrow();
        return true;
    }

    /// <summary>Deletes the object if it still has this resourceVersion; whether it is not there any more.</summary>
    public async Task<bool> DeleteAsync<T>(ResourceKind<T> kind, ObjectKey key, string resourceVersion, CancellationToken cancellationToken)
        where T : KubernetesObject
    {
        var body = DeleteOptions.Write(resourceVersion);
        var answer = await transport.SendAsync(new() { Method = HttpMethod.Delete, Path = kind.PathOf(key), Body = body }, cancellationToken);
        if (answer.Error is { IsConflict: true }) return false;
        if (answer.Error is not { IsNotFound: true }) answer.BodyOrThrow();
        return true;
    }

    /// <summary>Asks that this pod be evicted; null where it is. 429 means that a disruption budget says later.</summary>
    public async Task<KubeError?> EvictAsync(Pod pod, CancellationToken cancellationToken)
    {
        var body = Eviction.Write(pod, await ServerVersionAsync(cancellationToken));
        return (await transport.SendAsync(new() { Method = HttpMethod.Post, Path = Kinds.Pods.PathOf(ObjectKey.Of(pod), "eviction"), Body = body, BusyIsAnAnswer = true }, cancellationToken)).Error;
    }

    /// <summary>Asks whose token this is, and whether it is meant for <paramref name="audience"/>.</summary>
    public async Task<TokenReviewResult> ReviewTokenAsync(string token, string audience, CancellationToken cancellationToken)
    {
        var review = new TokenReview { Spec = new() { Token = token, Audiences = [audience] } };
        var answer = await CreateAsync(Kinds.TokenReviews, review, cancellationToken);
        return TokenReviewResult.Of(answer.ValueOrThrow().Status, audience);
    }

    /// <summary>Asks whether somebody may do something.</summary>
    public async Task<bool> MayAsync(SubjectAccessReviewSpec who, CancellationToken cancellationToken) =>
        (await CreateAsync(Kinds.SubjectAccessReviews, new SubjectAccessReview { Spec = who }, cancellationToken)).ValueOrThrow().Status?.Allowed == true;

    /// <summary>Writes an Event about an object. A refusal is a value: no work depends on an Event.</summary>
    public Task<KubeResult<KubeEvent>> CreateEventAsync(KubeEvent value, CancellationToken cancellationToken)
    {
        var about = value.Regarding;
        var inNamespace = about.Namespace is { Length: > 0 } own ? own : "default";
        var stem = about.Name.Length > LongestStem ? about.Name[..LongestStem].TrimEnd('.', '-') : about.Name;
        var name = value.Metadata.Name is { Length: > 0 } given ? given : $"{stem}.{Guid.NewGuid():n}";
        return CreateAsync(Kinds.Events, value with
        {
            Metadata = value.Metadata with { Namespace = inNamespace, Name = name },
            EventTime = value.EventTime ?? time.GetUtcNow(),
            Note = Utf8Text.Cut(value.Note, 1000),
        }, cancellationToken);
    }

    public async Task<ServerVersion> ServerVersionAsync(CancellationToken cancellationToken)
    {
        var answer = await transport.SendAsync(new() { Method = HttpMethod.Get, Path = "/version" }, cancellationToken);
        return JsonSerializer.Deserialize(answer.BodyOrThrow(), KubernetesJsonContext.Default.ServerVersion) ?? new();
    }

    private async Task<KubeResult<T>> WriteAsync<T>(ResourceKind<T> kind, KubeRequest request, CancellationToken cancellationToken)
        where T : KubernetesObject
    {
        var sensitive = kind.Kind is "Secret" or "TokenReview";
        var answer = await transport.SendAsync(request with { Sensitive = sensitive }, cancellationToken);
        return answer.Error is { } error ? error : ObjectReader.ReadOrThrow(answer.Body, kind);
    }

    private static KubeRequest ApplyRequest(string path, ReadOnlyMemory<byte> json, ApplyOptions options) => new()
    {
        Method = HttpMethod.Patch,
        Path = $"{path}?fieldManager={Uri.EscapeDataString(options.FieldManager)}{(options.Force ? "&force=true" : "")}{(options.DryRun ? "&dryRun=All" : "")}",
        Body = json,
        ContentType = ApplyPatch,
    };

    private static byte[] BodyOf<T>(ResourceKind<T> kind, T value)
        where T : KubernetesObject =>
        JsonSerializer.SerializeToUtf8Bytes((T)((KubernetesObject)value with { ApiVersion = kind.ApiVersion, Kind = kind.Kind }), kind.Json);
}
