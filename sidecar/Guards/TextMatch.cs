namespace AiGateway.Sidecar.Guards;

/// <summary>What a check found, and where: never the text itself.</summary>
/// <param name="Start">In UTF-16 code units from the text's start.</param>
/// <param name="End">Behind its last.</param>
/// <param name="Label">What it is, in capitals: <c>EMAIL</c>, <c>OPENAI_KEY</c>. A constant, or a word of the check's settings; never from the text.</param>
internal readonly record struct TextMatch(long Start, long End, string Label);
