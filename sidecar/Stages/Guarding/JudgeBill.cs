using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>
/// What one try at a model that judges has used, at every moment at which it can end: nothing before the model has the whole question, and nothing where it answered with an error; then what was asked of it at most, until it has
/// told. As <see cref="UntoldUse"/> has it of calls.
/// </summary>
internal sealed class JudgeBill(JudgeRequest asked, EditedContent content)
{
    private const int BytesPerToken = 4;

    /// <summary>The members by which the question itself says how much it wants, in each dialect: no default of the route's counts.</summary>
    private const OutputNames Said = ~(OutputNames.Choices | OutputNames.BestOf);

    private Usage? _told;

    /// <summary>What is counted; null for nothing.</summary>
    public GuardUsage? Usage => (_told ?? (content.IsWritten ? Expected : default)) is { Source: not UsageSource.None } usage ? asked.UsageOf(usage) : null;

    private long Input => content.Length / BytesPerToken;

    private Usage Expected
    {
        get
        {
            var (tokens, choices, _) = asked.Target.Output?.Apply(JudgePrompt.MostTokens, 1, Said, OutputNames.None) ?? (JudgePrompt.MostTokens, 1, true);
            return new(Input, tokens * choices, UsageSource.Estimated);
        }
    }

    /// <summary>It answered with an error, which nobody bills.</summary>
    public void Refused() => _told = default(Usage);

    /// <summary>It answered; what it tells is believed unless it cannot be.</summary>
    /// <param name="told">The usage that it told; of no source for none.</param>
    /// <param name="text">The length of its text, in characters.</param>
    /// <param name="bytes">The length of its answer.</param>
    public void Answered(in Usage told, int text, int bytes) =>
        _told = told.Source == UsageSource.None ? new(Input, bytes / BytesPerToken, UsageSource.Estimated)
            : told.Output == 0 && text > TextScanner.Few ? UsageTap.Correct(told, content.Length, text / BytesPerToken)
            : told;
}
