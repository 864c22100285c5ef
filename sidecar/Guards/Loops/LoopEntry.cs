namespace AiGateway.Sidecar.Guards.Loops;

/// <summary>One call of a tool, as far as it counts for loops: hashes, never the arguments or the result.</summary>
/// <param name="Tool">The tool's name.</param>
/// <param name="Arguments">A hash of the arguments in their canonical form.</param>
/// <param name="Result">A hash of what came back; null where it is not known, or the call was not made.</param>
/// <param name="IsFailure">Whether what came back says that the tool failed.</param>
internal readonly record struct LoopEntry(string Tool, UInt128 Arguments, UInt128? Result, bool IsFailure = false)
{
    public bool IsSameCall(in LoopEntry other) => Arguments == other.Arguments && Tool == other.Tool;
}
