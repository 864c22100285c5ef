using AiGateway.Contracts.Guardrails;

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
        }
    }
}
