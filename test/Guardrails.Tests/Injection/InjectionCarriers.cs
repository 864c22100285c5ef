using AiGateway.Guardrails.Tests.Corpus;

namespace AiGateway.Guardrails.Tests.Injection;

/// <summary>What tools answer with, around a sentence.</summary>
internal static class InjectionCarriers
{
    public static (string, string) Mail(Draw draw) =>
        ($"From: {draw.Words(1)}@example.org\nSubject: {draw.Words(3)}\n\nHi,\n\n{draw.Words(18)}.\n\n", $"\n\n{draw.Words(9)}.\n\nKind regards\n{draw.Words(1)}");

    public static (string, string) Page(Draw draw) =>
        ($"<h1>{draw.Words(3)}</h1>\n<p>{draw.Words(25)}.</p>\n<p>", $"</p>\n<!-- {draw.Words(2)} -->\n<p>{draw.Words(12)}.</p>");

    public static (string, string) Issue(Draw draw) =>
        ($"## {draw.Words(4)}\n\nSteps:\n1. {draw.Words(4)}\n2. {draw.Words(5)}\n\n", $"\n\n```\n{draw.Words(6)}\n```\n{draw.Words(8)}.");

    public static (string, string) Json(Draw draw) =>
        ($"{{\"id\": {draw.Below(9000)}, \"title\": \"{draw.Words(3)}\", \"notes\": \"{draw.Words(6)}. ", $"\", \"rating\": {draw.Below(6)}}}");

    public static (string, string) Definition(Draw draw) => ($"Returns the {draw.Words(2)} of a {draw.Words(1)}. ", $" Takes a {draw.Words(1)} id.");
}
