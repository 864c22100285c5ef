using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Guardrails.Tests.Corpus;

namespace AiGateway.Guardrails.Tests.Plain;

/// <summary>An order as JSON, orders of another shape, and texts that are no JSON.</summary>
internal sealed class JsonSchemaCorpus : CheckCorpus
{
    private const string Schema = """
        {"type":"object","required":["id","items"],"additionalProperties":false,"properties":{"id":{"type":"integer","minimum":1},"note":{"type":["string","null"],"maxLength":20},
        "items":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/item"}}},"$defs":{"item":{"type":"object","required":["name"],"properties":{"name":{"enum":["lamp","chair"]}}}}}
        """;

    public override string Check => CheckTypes.JsonSchema;

    public override bool HasBackground => false;

    public override bool IsOfWholeTexts => true;

    public override ImmutableArray<CheckRule> Checks => [Flagging(CheckTypes.JsonSchema) with { JsonSchema = new() { Schema = Schema } }];

    public override IEnumerable<RuleCorpus> Rules =>
    [
        new("OTHER_SHAPE", draw => CorpusCase.Of("OTHER_SHAPE", draw.Of(
            Order($"{draw.Below(1)}", "lamp"), Order($"\"{draw.Below(90)}\"", "lamp"), Order("7", draw.Words(1) + "s"), $"{{\"id\":{draw.Between(1, 90)}}}", $"[{Order("7", "lamp")}]",
            Order("7", "lamp").Replace("\"id\"", $"\"{draw.Words(1)}\":1,\"id\"", StringComparison.Ordinal), $"{{\"id\":{draw.Between(1, 90)},\"items\":[]}}", $"\"{draw.Words(3)}\"")), Right) { IsCarried = false },
        new("NOT_JSON", draw => CorpusCase.Of("NOT_JSON", draw.Of(
            draw.Words(6), $"Here it is: {Order("7", "lamp")}", Order($"{draw.Between(1, 90)}", "lamp")[..^1], Order($"{draw.Between(1, 90)}", "chair") + ",", $"{{'id':{draw.Below(90)}}}")), Right) { IsCarried = false },
    ];

    private static CorpusCase Right(Draw draw) =>
        CorpusCase.Nothing(Order($"{draw.Between(1, 90_000)}", draw.Of("lamp", "chair")).Replace("{\"id\"", draw.Of("{\"id\"", "{ \"note\" : null,\n \"id\"", $"{{\"note\":\"{draw.Words(2)}\",\"id\""), StringComparison.Ordinal));

    private static string Order(string id, string name) => $"{{\"id\":{id},\"items\":[{{\"name\":\"{name}\"}}]}}";
}
