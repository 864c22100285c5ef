using AiGateway.Contracts.Guardrails;
using AiGateway.Contracts.Schemas;
using AiGateway.Sidecar.Guards.Injections;
using AiGateway.Sidecar.Guards.Patterns;

namespace AiGateway.Sidecar.Guards;

/// <summary>What is wrong with a guardrail's rule, before anything is built of it. The operator checks the same things; this is the side that must not believe it.</summary>
internal static class GuardrailCheck
{
    public static IEnumerable<string> FindReasons(GuardrailRule rule)
    {
        if (rule.Checks.IsDefaultOrEmpty) yield return "has no checks";
        foreach (var (index, check) in (rule.Checks.IsDefault ? [] : rule.Checks).Index())
        {
            if (!CheckTypes.All.Contains(check.Type)) yield return $"checks[{index}]: unknown type";
            if (check.On.IsDefaultOrEmpty || !check.On.All(Enum.IsDefined)) yield return $"checks[{index}]: names no place, or an unknown one";
            if (!Enum.IsDefined(check.Action) || !Enum.IsDefined(check.OnFailure) || !Enum.IsDefined(check.Mode)) yield return $"checks[{index}]: unknown action or mode";
            foreach (var problem in check.On.IsDefault ? [] : CheckAbilities.Find(check, rule.Checks.Take(index))) yield return $"checks[{index}].{problem.Field}: {problem.Message}";
            foreach (var reason in FindInSettings(check)) yield return $"checks[{index}]: {reason}";
        }
    }

    /// <summary>What is wrong with the settings of the check's own type.</summary>
    private static IEnumerable<string> FindInSettings(CheckRule check)
    {
        switch (check.Type)
        {
            case CheckTypes.Pii when check.Pii is not { Types.IsDefaultOrEmpty: false } pii || !pii.Types.All(Enum.IsDefined) || !Enum.IsDefined(pii.Mask):
                yield return "pii names no types, or an unknown type or mask";
                break;
            case CheckTypes.Links when check.Links is not { Allow.IsDefault: false } links || links.Allow.Any(string.IsNullOrWhiteSpace):
                yield return "links has no list of hosts, or one without a name";
                break;
            case CheckTypes.Length when check.Length is not { } length || (length.MinCharacters ?? 0) < 0 || (length.MaxCharacters ?? int.MaxValue) < Math.Max(1, length.MinCharacters ?? 0):
                yield return "length has no bounds, or none that a text could keep";
                break;
            case CheckTypes.JsonSchema when !JsonShape.TryParse(check.JsonSchema?.Schema, out _, out var problem):
                yield return $"jsonSchema.schema {problem}";
                break;
            case CheckTypes.Words when WordsCheck.FindReason(check.Words) is { } problem:
                yield return problem;
                break;
            case CheckTypes.Pattern when PatternCheck.FindReason(check.Pattern) is { } problem:
                yield return problem;
                break;
            case CheckTypes.Language when check.Language is not { } language || (language.Allow ?? []).IsEmpty && (language.Deny ?? []).IsEmpty && language.Unlabelled != Unlabelled.Deny:
                yield return "language names no language";
                break;
            case CheckTypes.Injection when check.Injection is { } injection && (injection.Threshold is < 1 or > 100
                || (injection.Canaries ?? []).Any(token => token.Length is < CanaryCheck.MinToken or > CanaryCheck.MaxToken)):
                yield return $"injection has a threshold that is not from 1 to 100, or a canary that is not of {CanaryCheck.MinToken} to {CanaryCheck.MaxToken} characters";
                break;
        }
    }
}
