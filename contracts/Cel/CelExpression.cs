namespace AiGateway.Contracts.Cel;

/// <summary>
/// A condition in a subset of the Common Expression Language (docs/routing.md), checked against its variables' types and compiled once. Its text, its depth and each
/// evaluation are bounded, so that it may be written by who is not trusted with the gateway's time.
/// </summary>
public sealed class CelExpression
{
    private readonly CelNode _root;
    private readonly int _locals;

    internal CelExpression(CelNode root, int locals) => (_root, _locals) = (root, locals);

    /// <summary>Reads a condition; never throws for what the text is.</summary>
    public static CelParsing Parse(string text, CelEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(environment);
        return CelParser.Parse(text, environment);
    }

    /// <summary>Whether it holds, given the variables by their place in the environment. Only those that are needed are asked for.</summary>
    public CelOutcome Evaluate(Func<int, CelValue> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        return new CelEvaluation(variables, _locals).Decide(_root);
    }

    /// <summary>The condition, written in one way whatever the author's was.</summary>
    public override string ToString() => CelPrinter.Print(_root);
}
