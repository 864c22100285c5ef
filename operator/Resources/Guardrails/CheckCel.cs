using AiGateway.Contracts.Guardrails;

namespace AiGateway.Operator.Resources.Guardrails;

/// <summary>
/// What <see cref="CheckAbilities"/> says, as rules that an API server carries out: a check that asks for what its type cannot do is refused when it is written. <c>loop</c> is a reserved
/// word of CEL, and written as <c>__loop__</c>; so is <c>true</c>.
/// </summary>
internal static class CheckCel
{
    public const string OnePlaces = "has(self.on) != has(self.__true__)";

    public const string Settings =
        "(!has(self.secrets) || self.type == 'secrets') && (!has(self.invisible) || self.type == 'invisible') && (!has(self.encoded) || self.type == 'encoded')"
        + " && (!has(self.injection) || self.type == 'injection') && (!has(self.__loop__) || self.type == 'loop')"
        + " && has(self.pii) == (self.type == 'pii') && has(self.words) == (self.type == 'words') && has(self.pattern) == (self.type == 'pattern')"
        + " && has(self.length) == (self.type == 'length') && has(self.jsonSchema) == (self.type == 'jsonSchema') && has(self.language) == (self.type == 'language')"
        + " && has(self.links) == (self.type == 'links') && has(self.webhook) == (self.type == 'webhook') && has(self.openAiModeration) == (self.type == 'openAiModeration')"
        + " && has(self.bedrockGuardrail) == (self.type == 'bedrockGuardrail') && has(self.llmJudge) == (self.type == 'llmJudge') && has(self.groundedness) == (self.type == 'groundedness')";

    public const string Mask = "self.action != 'Mask' || self.type in ['secrets', 'pii', 'words', 'pattern', 'links', 'invisible', 'encoded']";

    public const string LoopPlaces = "self.type != 'loop' || " + On + ".all(place, place == 'toolArguments')";

    public const string SchemaPlaces = "self.type != 'jsonSchema' || " + On + ".all(place, place in ['output', 'toolArguments', 'toolResult'])";

    public const string InjectionPlaces = "self.type != 'injection' || !('systemPrompt' in " + On + ")";

    public const string GroundednessPlaces = "self.type != 'groundedness' || " + On + ".all(place, place == 'output')";

    public const string Failure =
        "!has(self.onFailure) || self.onFailure == 'Deny' || self.type in ['webhook', 'openAiModeration', 'bedrockGuardrail', 'llmJudge', 'groundedness']";

    public const string MaskForm = "!has(self.pii) || !has(self.pii.mask) || self.pii.mask == 'Label' || self.action == 'Mask'";

    public const string Reversible = "!has(self.pii) || !has(self.pii.mask) || self.pii.mask != 'Reversible' || self.action != 'Mask' || !('output' in " + On + ")";

    public const string LeastLength = "!has(self.length) || !has(self.length.minCharacters) || (!('toolArguments' in " + On + ") && !('toolDefinition' in " + On + "))";

    public const string CanaryPlaces = "!has(self.injection) || !(" + SeeksCanaries + ") || 'output' in " + On + " || 'toolArguments' in " + On;

    public const string CanaryMissing =
        "self.type != 'injection' || (!('output' in " + On + ") && !('toolArguments' in " + On + ")) || (has(self.injection) && (" + SeeksCanaries + "))";

    public const string Threshold =
        "!has(self.injection) || !has(self.injection.threshold) || 'input' in " + On + " || 'toolResult' in " + On + " || 'toolDefinition' in " + On;

    public const string Timing =
        "!((has(self.webhook) && has(self.webhook.timing)) || (has(self.openAiModeration) && has(self.openAiModeration.timing))"
        + " || (has(self.bedrockGuardrail) && has(self.bedrockGuardrail.timing)) || (has(self.llmJudge) && has(self.llmJudge.timing)))"
        + " || !" + On + ".all(place, place == 'output')";

    /// <summary>In quotes or not.</summary>
    private const string On = "(has(self.on) ? self.on : self.__true__)";

    private const string SeeksCanaries =
        "(has(self.injection.canaries) && self.injection.canaries.size() > 0) || (has(self.injection.insertCanary) && self.injection.insertCanary)";
}
