using System.Text;
using System.Text.Json;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>
/// Asks a model how many statements of an answer stand in the documents of its request (tool results, documents). A request without documents has nothing to stand on, and its answer
/// is not judged.
/// </summary>
internal sealed class GroundednessCall(JudgeModel models) : CheckCall
{
    private const string Label = "UNGROUNDED";
    private const int Threshold = 70;
    private const int MostBytes = 256 * 1024;

    private static readonly JsonElement s_schema = JudgePrompt.SchemaOf(
        """{"type":"object","properties":{"statements":{"type":"integer"},"supported":{"type":"integer"}},"required":["statements","supported"],"additionalProperties":false}""");

    public override async Task<Verdict> AskAsync(Question question, CancellationToken cancellationToken)
    {
        if (question.Check.Rule.Groundedness is not { } settings) return Verdict.Failed(Faults.NoTarget);
        if (GroundDocuments.Of(question.Judged.Plan.Permit.Call) is not { } documents) return Verdict.Failed(Faults.Unreadable);
        if (documents.Count == 0) return Verdict.Pass;
        if (documents.Concat(question.Texts.Select(text => text.Text)).Sum(text => (long)Encoding.UTF8.GetByteCount(text)) > MostBytes) return Verdict.Failed(Faults.TooLarge);

        var marker = JudgePrompt.NewMarker();
        var conversation = JudgePrompt.Conversation(SystemOf(marker), UserOf(question, documents, marker), ("groundedness", s_schema));
        var answer = await models.AskAsync(question, settings.Model, conversation, cancellationToken);
        return Read(answer, settings) with { Usage = answer.Usage };
    }

    private static string SystemOf(string marker) =>
        $$"""
        You check for a gateway whether an answer stands on documents.

        Take the answer apart into the statements of fact that it makes. Count them. Count those of them that the documents say, or that follow from them without further knowledge.
        Greetings, questions, and sentences on what the answer cannot tell are no statements.

        {{JudgePrompt.AboutFences(marker)}}

        Answer with one JSON object and nothing else: {"statements":4,"supported":3} for four statements of which three are supported.
        """;

    private static string UserOf(Question question, List<string> documents, string marker)
    {
        var user = new StringBuilder("The documents:\n");
        foreach (var document in documents) JudgePrompt.Fence(user, marker, "document", document);
        user.Append("The answer:\n");
        foreach (var text in question.Texts) JudgePrompt.Fence(user, marker, "answer", text.Text);
        return user.ToString();
    }

    private static Verdict Read(JudgeAnswer answer, GroundednessSettings settings) =>
        answer.Text is not { } text
            ? Verdict.Failed(answer.Fault ?? Faults.Garbage)
            : new GuardAnswer(Encoding.UTF8.GetBytes(JudgePrompt.Unwrap(text)), null).Read(root =>
            {
                var (statements, supported) = (root.GetProperty("statements").GetInt32(), root.GetProperty("supported").GetInt32());
                if (statements < 0 || supported < 0 || supported > statements) return Verdict.Failed(Faults.Garbage);
                return supported * 100L >= statements * (long)(settings.ThresholdPercent ?? Threshold) ? Verdict.Pass : Verdict.Found(Label, GuardPlace.Output);
            });
}
