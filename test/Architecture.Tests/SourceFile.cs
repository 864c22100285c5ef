namespace AiGateway.Architecture.Tests;

/// <summary>One source file: its path in the checkout and its text.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>The folder below the house, as <c>Compile</c> in <c>operator/Compile/X.cs</c>; empty in the house's root.</summary>
    public string Room => Path.Split('/') is { Length: > 2 } parts ? parts[1] : "";
}
