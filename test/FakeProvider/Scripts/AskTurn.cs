namespace AiGateway.Fakes.Scripts;

/// <summary>One turn's role and its texts.</summary>
internal sealed record AskTurn(string Role, string Text)
{
    public override string ToString() => $"{Role}: {Text}";
}
