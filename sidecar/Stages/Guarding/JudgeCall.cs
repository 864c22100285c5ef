using System.Text;
using System.Text.Json;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>Asks a model whether the texts are against what the user's words forbid. It answers yes or no: a word of its own choice could be one of the texts'.</summary>
internal sealed class JudgeCall(JudgeModel models) : CheckCall
{
    private const string Label = "JUDGED";

    private static readonly JsonElement s_schema = JudgePrompt.SchemaOf(
        """{"type":"object","properties":{"verdict":{"type":"string","enum":["allow","deny"]}},"required":["verdict"],"additionalProperties":false}""");

    public override async Task<Verdict> AskAsync(Question question, CancellationToken cancellationToken)
    {
        if (question.Check.Rule.LlmJudge is not { } settings) return Verdict.Failed(Faults.NoTarget);
        var marker = JudgePrompt.NewMarker();
        var conversation = JudgePrompt.Conversation(SystemOf(settings.Prompt, marker), UserOf(question, marker), ("verdict", s_schema));
        var answer = await models.AskAsync(question, settings.Model, conversation, cancellationToken);
        return Read(answer) with { Usage = answer.Usage };
    }

    private static string SystemOf(string prompt, string marker) =>
        $$"""
        You judge texts for a gateway. This is what you judge them by:

        {{prompt}}

        {{JudgePrompt.AboutFences(marker)}}

        Answer with one JSON object and nothing else: {"verdict":"allow"} where no text is against what you judge by, {"verdict":"deny"} where one is.
        """;

    private static string UserOf(Question question, string marker)
    {
        var user = new StringBuilder("Judge these texts.\n");
        foreach (var text in question.Texts) JudgePrompt.Fence(user, marker, GuardWords.Of(text.Place), text.Text);
        return user.ToString();
    }

    private static Verdict Read(JudgeAnswer answer) =>
        answer.Text is not { } text
            ? Verdict.Failed(answer.Fault ?? Faults.Garbage)
            : new GuardAnswer(Encoding.UTF8.GetBytes(JudgePrompt.Unwrap(text)), null).Read(static root => root.GetProperty("verdict").GetString() switch
            {
                "allow" => Verdict.Pass,
                "deny" => Verdict.Found(Label),
                _ => Verdict.Failed(Faults.Garbage),
            });
}
