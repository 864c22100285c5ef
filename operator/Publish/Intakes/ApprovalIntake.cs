using AiGateway.Contracts;
using AiGateway.Contracts.Approvals;

namespace AiGateway.Operator.Publish.Intakes;

/// <summary>The tool calls that a process says wait for a human: each once, by ids and hashes of their form, in texts that fit into an object, with an end that comes.</summary>
internal static class ApprovalIntake
{
    /// <summary>The latest end of a question, from when it was asked.</summary>
    public static readonly TimeSpan LongestExpiry = TimeSpan.FromDays(7);

    /// <summary>The longest server's name, and the longest rule.</summary>
    private const int MaxName = 253;

    private const int MaxRule = 1024;
    private const int IdDigits = 32;
    private const int HashDigits = 64;

    public static ApprovalWord Take(ApprovalWord word, DateTimeOffset now) => word with
    {
        Asks = word.Asks.IsDefault ? [] :
        [
            .. word.Asks.Where(IsSound)
                .DistinctBy(ask => ask.Id)
                .Take(ApprovalWord.MaxAsks)
                .Select(ask => Take(ask, now)),
        ],
    };

    private static ApprovalAsk Take(ApprovalAsk ask, DateTimeOffset now)
    {
        var at = IntakeText.Past(ask.At, now);
        return ask with
        {
            At = at,
            Preview = IntakeText.Line(ask.Preview, ApprovalAsk.MaxPreview),
            ExpiresAt = ask.ExpiresAt - at < LongestExpiry ? ask.ExpiresAt : at + LongestExpiry,
        };
    }

    private static bool IsSound(ApprovalAsk? ask) =>
        ask is not null
        && IntakeText.IsHex(ask.Id, IdDigits)
        && IntakeText.IsName(ask.Server, MaxName)
        && IntakeText.IsName(ask.Tool, ToolPin.MaxName)
        && IntakeText.IsHex(ask.ArgumentsHash, HashDigits)
        && IntakeText.IsName(ask.Rule, MaxRule)
        && (ask.End is null || Enum.IsDefined(ask.End.Value));
}
