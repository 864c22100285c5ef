using System.Buffers;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Guards.Json;

namespace AiGateway.Sidecar.Protocols.Frames;

/// <summary>One text of a stream on its way: the checks of its place, and behind them the values that masks stand for.</summary>
internal sealed class FrameChannel : PieceGuard
{
    private readonly PieceGuard[] _stages;
    private readonly TextGuard? _text;
    private readonly CharBuffer _between = new();
    private readonly CharBuffer _behind = new();

    private FrameChannel(PieceGuard[] stages) => (_stages, _text) = (stages, stages[0] as TextGuard);

    /// <summary>Whether a check has masked anything of it.</summary>
    public bool HasMasked => _text?.HasMasked ?? false;

    /// <summary>In what the rest leaves; null where no frame but the one that opened it has been seen.</summary>
    public FrameCarrier? Carrier { get; set; }

    /// <summary>Its last piece's edit in the frame at hand; -1 for none.</summary>
    public int Edit { get; set; } = -1;

    public override int Held => _stages.Sum(static stage => stage.Held);

    public override int Kept => _stages.Sum(static stage => stage.Kept);

    public override void StopRecording()
    {
        foreach (var stage in _stages) stage.StopRecording();
    }

    /// <summary>The channel; null where nothing looks at such a text.</summary>
    public static FrameChannel? Of(GuardSession session, GuardPlace place, bool isJson, bool isName = false)
    {
        var checks = session.Plan.Of(place);
        if (checks.IsEmpty && session.Vault.IsEmpty) return null;
        List<PieceGuard> stages = [];
        if (isJson && checks.Any(check => check.ReadsJson))
        {
            stages.Add(new TextGuard([.. checks.Where(check => check.ReadsJson)], session, place));
            checks = checks.RemoveAll(check => check.ReadsJson);
        }

        if (!checks.IsEmpty) stages.Add(isJson ? new JsonPieceGuard(checks, session, place) : new TextGuard(checks, session, place) { MasksDeny = isName });
        if (!session.Vault.IsEmpty && !isName) stages.Add(new VaultRestorer(session.Vault));
        return stages.Count == 0 ? null : new([.. stages]);
    }

    public override bool Take(ReadOnlySpan<char> piece, IBufferWriter<char> released) => Pass(piece, isLast: false, released);

    public override bool Finish(IBufferWriter<char> released) => Pass([], isLast: true, released);

    public override void Dispose()
    {
        foreach (var stage in _stages) stage.Dispose();
        _between.Dispose();
        _behind.Dispose();
    }

    private bool Pass(ReadOnlySpan<char> piece, bool isLast, IBufferWriter<char> released)
    {
        for (var index = 0; index < _stages.Length; index++)
        {
            var isEnd = index == _stages.Length - 1;
            var into = isEnd ? null : index % 2 == 0 ? _between : _behind;
            into?.Clear();
            if (!_stages[index].Take(piece, into ?? released) || (isLast && !_stages[index].Finish(into ?? released))) return false;
            if (into is not null) piece = into.Written;
        }

        return true;
    }
}
