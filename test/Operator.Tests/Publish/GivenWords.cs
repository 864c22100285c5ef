using AiGateway.Contracts;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Publish;

namespace AiGateway.Operator.Tests.Publish;

/// <summary>Words of sidecars and of the leader, told apart by one number.</summary>
internal static class GivenWords
{
    public static Envelope Slices(long sequence, string epoch = "epoch") => new()
    {
        Type = EnvelopeTypes.Slices, Slices = new() { Epoch = epoch, Sequence = sequence, Slices = [Slice(sequence)] },
    };

    public static SliceState Slice(long used) => new() { Limit = "team/budget", Scope = LimitScope.Budget, Granted = used, Used = used };

    public static Envelope Used(string model, string epoch = "epoch") => new()
    {
        Type = EnvelopeTypes.Used,
        Used = new() { Epoch = epoch, Things = [new() { Kind = UsedKind.Model, Name = model, At = DateTimeOffset.UnixEpoch }] },
    };

    public static Envelope Grants(long heard) => new() { Type = EnvelopeTypes.Grants, Grants = new() { Epoch = "epoch", Heard = heard, Grants = [] } };

    public static Envelope Verdicts(string epoch) => new() { Type = EnvelopeTypes.Verdicts, Verdicts = new() { Epoch = epoch, Verdicts = [], Pending = [] } };

    public static Voice Voice(string pod = "a", string stream = "1", string epoch = "epoch", DateTimeOffset since = default) => new()
    {
        PodUid = "uid-" + pod, Namespace = "team", Pod = pod, Epoch = epoch, Stream = stream, Since = since,
    };

    /// <summary>The sequence of the pod's newest slices; -1 for none.</summary>
    public static long Sequence(this WordBoard board, string pod = "a") => board.Find("uid-" + pod, EnvelopeTypes.Slices)?.Word.Slices!.Sequence ?? -1;
}
