namespace AiGateway.Guardrails.Tests.Corpus;

/// <summary>Text of many kinds around a case: prose, code, configuration, logs, tables.</summary>
internal static class Carriers
{
    private static readonly Func<Draw, (string Before, string After)>[] s_kinds =
    [
        _ => ("", ""),
        draw => ($"{draw.Words(8)} ", $" {draw.Words(5)}."),
        draw => ($"{draw.Words(30)}. ", $"\n{draw.Words(20)}"),
        draw => ($"# {draw.Words(3)}\n\n{draw.Words(12)}:\n\n    ", $"\n\n{draw.Words(10)}."),
        draw => ($"Hi, {draw.Words(6)} (", $"). {draw.Words(6)}?"),
        draw => ($"```\n{draw.Words(2)}\n", "\n```\n"),
        draw => ($"<p>{draw.Words(4)} ", $" {draw.Words(3)}</p>"),
        draw => ($"| {draw.Words(1)} | ", $" | {draw.Words(2)} |"),
        draw => ($"2026-0{draw.Between(1, 9)}-1{draw.Below(10)}T1{draw.Below(10)}:2{draw.Below(10)}:00Z INFO {draw.Words(3)} ", $" in {draw.Between(1, 900)} ms"),
        draw => ($"- {draw.Words(4)}\n- ", $"\n- {draw.Words(4)}\n"),
        draw => ($"你好，{draw.Words(2)} ", $" größer – {draw.Words(2)} 🙂"),
    ];

    public static CorpusCase Carry(Draw draw, CorpusCase one)
    {
        var (before, after) = draw.Of<Func<Draw, (string, string)>>(s_kinds)(draw);
        return one.Within(before, after);
    }
}
