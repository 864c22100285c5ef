using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Guardrails.Tests.Corpus;

namespace AiGateway.Guardrails.Tests.Language;

/// <summary>Fenced code blocks as CommonMark 0.31, 4.5 has them; the place in the line matters, so that the cases bring their own text around them.</summary>
internal sealed class LanguageCorpus : CheckCorpus
{
    public override string Check => CheckTypes.Language;

    public override ImmutableArray<CheckRule> Checks =>
        [Flagging(CheckTypes.Language) with { Language = new() { Deny = ["python", "shell"], Unlabelled = Unlabelled.Deny } }];

    public override IEnumerable<RuleCorpus> Rules =>
    [
        new("CODE", draw => Block(draw, "CODE", draw.Of("python", "py", "Python", "bash", "sh", "python title=\"a.py\"")), Other) { IsCarried = false },
        new("CODE_UNLABELLED", draw => Block(draw, "CODE_UNLABELLED", ""), Other) { IsCarried = false },
    ];

    private static CorpusCase Block(Draw draw, string label, string info)
    {
        var (fence, indent) = (draw.Of("```", "~~~", "````"), draw.Of("", "  ", "> ", "- "));
        return CorpusCase.Of(label, fence + info, $"{draw.Words(5)}\n\n{indent}", $"\n{indent}{draw.Words(6)}\n{indent}{fence}\n{draw.Words(4)}");
    }

    private static CorpusCase Other(Draw draw) => CorpusCase.Nothing(draw.Below(4) switch
    {
        0 => $"{draw.Words(3)}\n```{draw.Of("json", "csharp", "go", "pythonista")}\n{draw.Words(5)}\n```\n",
        1 => $"{draw.Words(3)} ```python {draw.Words(2)}``` {draw.Words(3)}",
        2 => $"``python\n{draw.Words(4)}\n``",
        _ => $"~~~json\n```python\n{draw.Words(4)}\n```\n~~~\n",
    });
}
