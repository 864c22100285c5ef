namespace AiGateway.Sidecar.Protocols.Texts;

/// <summary>A provider's error, which may repeat what was asked: one shape for all dialects, since no two mean different things by one name.</summary>
internal static class ErrorTexts
{
    /// <summary>What stands below <c>error</c>.</summary>
    public static TextRule Error { get; } = new TextRule(TextLeaf.Text).Words("type", "code", "param", "status").With("message", TextRule.Text).With("details|innererror|metadata", TextRule.Json);

    /// <summary>Adds what an error is known by to an answer.</summary>
    public static TextRule Of(TextRule answer) => answer.Words("request_id", "__type").With("error", Error).With("message", TextRule.Text);
}
