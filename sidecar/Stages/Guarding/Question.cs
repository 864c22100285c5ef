using System.Collections.Immutable;
using System.Text;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>One check, and the texts that it looks at: at least one, none of them blank.</summary>
internal sealed record Question(CalledCheck Check, Judged Judged, ImmutableArray<JudgedText> Texts)
{
    private const int MostBytes = 256 * 1024;
    private const int TimeoutMs = 2000;
    private const int JudgeTimeoutMs = 10_000;

    public GuardCallee? Callee => Check.Callee as GuardCallee;

    /// <summary>Whether the texts are more than may be sent.</summary>
    public bool IsTooLarge => Texts.Sum(text => (long)Encoding.UTF8.GetByteCount(text.Text)) > (Check.Rule.Webhook?.MaxBytes ?? MostBytes);

    public TimeSpan Timeout => TimeSpan.FromMilliseconds(Check.Rule switch
    {
        { Webhook: { } webhook } => webhook.TimeoutMilliseconds ?? TimeoutMs,
        { OpenAiModeration: { } moderation } => moderation.TimeoutMilliseconds ?? TimeoutMs,
        { BedrockGuardrail: { } guardrail } => guardrail.TimeoutMilliseconds ?? TimeoutMs,
        { LlmJudge: { } judge } => judge.TimeoutMilliseconds ?? JudgeTimeoutMs,
        { Groundedness: { } grounds } => grounds.TimeoutMilliseconds ?? JudgeTimeoutMs,
        _ => TimeoutMs,
    });

    /// <summary>Whether the check lets a request go out before it has been answered.</summary>
    public static bool IsBeside(CalledCheck check) => check.Rule switch
    {
        { Webhook: { } webhook } => webhook.Timing == CallTiming.Beside,
        { OpenAiModeration: { } moderation } => moderation.Timing == CallTiming.Beside,
        { BedrockGuardrail: { } guardrail } => guardrail.Timing == CallTiming.Beside,
        { LlmJudge: { } judge } => judge.Timing == CallTiming.Beside,
        _ => false,
    };

    /// <summary>Null where the check looks at none of the texts.</summary>
    public static Question? Of(CalledCheck check, Judged judged)
    {
        ImmutableArray<JudgedText> texts = [.. judged.Texts.Where(text => check.Facts.On.Contains(text.Place) && !string.IsNullOrWhiteSpace(text.Text))];
        return texts.IsEmpty ? null : new(check, judged, texts);
    }
}
