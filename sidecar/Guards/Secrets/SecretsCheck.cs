using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Guards.Secrets;

/// <summary>Credentials in texts: by the rules, and the values that the sidecar holds.</summary>
internal sealed class SecretsCheck(CheckFacts facts, SecretsSettings? settings, CheckContext context) : TextCheck(facts)
{
    private readonly Scanning.PatternSet _rules = SecretRules.Except(settings?.Except);
    private readonly HeldNeedles _held = new(context.HeldValues);

    public override TextScan Start() => _held.IsEmpty ? _rules.Start() : new JoinedScan(_rules.Start(), new HeldScan(_held));
}
