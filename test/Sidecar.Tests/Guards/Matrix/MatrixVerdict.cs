using System.Text.Json;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Tests.Guards.Matrix;

/// <summary>What must hold of a play.</summary>
internal static class MatrixVerdict
{
    /// <summary>What does not hold; null where all does.</summary>
    public static string? FaultOf(MatrixCheck check, (GuardPlace Place, GuardAction Action, bool Written) play, MatrixOutcome outcome, bool isBinary)
    {
        var planted = check.PlantedAt(play.Place);
        if (!IsTold(check, play, outcome)) return $"the record does not tell of it: {GuardOf(outcome.Record)}";
        if (outcome.Record.Contains(planted, StringComparison.Ordinal)) return "what was found stands in the record";
        var (sent, heard) = (outcome.SentText, outcome.HeardText(isBinary));
        var reached = play.Written ? heard : sent;
        return play.Action switch
        {
            GuardAction.Deny when !outcome.IsDenied => $"it was not denied (status {outcome.Status})",
            GuardAction.Deny when !play.Written && outcome.Sent is not null => "it was sent",
            GuardAction.Deny or GuardAction.Mask when reached.Contains(planted, StringComparison.Ordinal) => "what was found has passed",
            GuardAction.Mask when outcome.Status != 200 || outcome.IsDenied => $"it was refused (status {outcome.Status})",
            GuardAction.Mask when !reached.Contains(check.Before.Trim(), StringComparison.Ordinal) || !reached.Contains(check.Behind.Trim(), StringComparison.Ordinal) => $"what stands around it is gone: {reached}",
            GuardAction.Flag when outcome.Status != 200 || !reached.Contains(planted, StringComparison.Ordinal) => $"it did not pass (status {outcome.Status})",
            _ => null,
        };
    }

    private static bool IsTold(MatrixCheck check, (GuardPlace Place, GuardAction Action, bool Written) play, MatrixOutcome outcome)
    {
        if (!JsonDocument.Parse(outcome.Record).RootElement.TryGetProperty("guard", out var guard)) return false;
        return guard.EnumerateArray().Any(one => one.GetProperty("type").GetString() == check.Type
            && string.Equals(one.GetProperty("place").GetString(), $"{play.Place}", StringComparison.OrdinalIgnoreCase) && one.GetProperty("count").GetInt32() > 0);
    }

    private static string GuardOf(string record) => JsonDocument.Parse(record).RootElement.TryGetProperty("guard", out var guard) ? guard.GetRawText() : "nothing";
}
