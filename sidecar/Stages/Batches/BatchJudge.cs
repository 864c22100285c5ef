using System.Collections.Immutable;
using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages.Batches;

/// <summary>Judges the requests of one batch as if each were a call of its own, and puts the model in that the account knows.</summary>
internal sealed class BatchJudge(Snapshot snapshot, Provider account, BlockPool pool)
{
    private const int MaxAsks = 64;
    private readonly Dictionary<string, Ask> _asks = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>What the requests asked for, each kind once.</summary>
    public ImmutableArray<Ask> Asks => [.. _asks.Values];

    /// <summary>The request as it may leave, or why none of the batch may.</summary>
    public Step<byte[]> Judge(ReadOnlySpan<byte> request, WireFormat format)
    {
        _count++;
        using var body = new Body(pool);
        if (!body.TryAppend(request)) return BodyFaults.RefusalOf(BodyFault.BudgetSpent);
        if (RequestReader.Read(body, new(format)).Stops(out var refusal, out var read)) return At(refusal);
        var ask = new Ask { Model = read.Model, HostedTools = read.HostedTools, Kept = read.Endpoints };
        if (snapshot.Rules.Decide(ask) is { Allowed: false } denial) return At(Refusal.Of(denial, read.Model));
        if (TargetOf(read.Model) is not { } target)
            return At(new(RefusalReason.ModelNotFound, $"No route leads the model '{read.Model}' to '{account.Name}', the account that batches go to.", "model"));
        if (!_asks.TryAdd(KeyOf(ask), ask) || _asks.Count <= MaxAsks) return Splice(body, EditsOf(read, target));
        return new Refusal(RefusalReason.InvalidField, $"The batch asks for more than {MaxAsks} kinds of models and tools.");
    }

    /// <summary>Whether what was asked for before may be asked for now; null where it may.</summary>
    public static Refusal? Rejudge(Snapshot snapshot, ImmutableArray<Ask> asks)
    {
        foreach (var ask in asks)
        {
            if (snapshot.Rules.Decide(ask) is { Allowed: false } denial) return Refusal.Of(denial, ask.Model);
            if (Uncounted(snapshot.Limits, ask.Model) is { } limit) return limit;
        }

        return null;
    }

    /// <summary>A batch runs where nobody reserves or counts: what a limit counts may not run there.</summary>
    private static Refusal? Uncounted(LimitPlan limits, string? model)
    {
        foreach (var limit in limits.Limits)
        {
            if (limit is { IsAudit: false, Unit: not LimitUnit.ConcurrentCalls } && limit.CoversModel(model))
                return new(RefusalReason.EndpointDenied, $"Batches run later, where nobody counts what they use, and the limit '{limit.Name}' counts calls of the model '{model}': make the calls one by one.");
        }

        return null;
    }

    private Target? TargetOf(string model) => snapshot.Routes.Find(model)?.Targets.FirstOrDefault(target => target.Provider.Name == account.Name);

    private Refusal At(Refusal refusal) => refusal with { Message = $"Request {_count} of the batch: {refusal.Message}" };

    private List<BodyEdit> EditsOf(ModelRequest request, Target target)
    {
        List<BodyEdit> edits = snapshot.Rules.Opens(EndpointWords.Responses) ? [] : [.. request.Edits];
        if (target.ModelJson is { } model) edits.Add(new(request.ModelStart, request.ModelLength, model));
        return [.. edits.OrderBy(edit => edit.Start)];
    }

    private static string KeyOf(in Ask ask) => $"{ask.Model}\n{string.Join(',', ask.HostedTools)}\n{string.Join(',', ask.Kept)}";

    private static byte[] Splice(Body body, List<BodyEdit> edits)
    {
        using var whole = new MemoryStream();
        var at = 0L;
        foreach (var edit in edits)
        {
            foreach (var part in body.Bytes.Slice(at, edit.Start - at)) whole.Write(part.Span);
            whole.Write(edit.Text.Span);
            at = edit.Start + edit.Length;
        }

        foreach (var part in body.Bytes.Slice(at)) whole.Write(part.Span);
        return whole.ToArray();
    }
}
