namespace AiGateway.Sidecar.Guards.Scanning;

/// <summary>
/// Judges what a pattern matched: a checksum, an entropy, a word of context. It sees what cannot depend on how the text is cut: the match, and what stands before it.
/// </summary>
/// <param name="text">The match.</param>
/// <param name="before">The <see cref="TextWindow.LookBehind"/> characters before it; fewer only at the text's start.</param>
/// <returns>The part of the match that is found, <c>..</c> for all of it; null where it is nothing.</returns>
internal delegate Range? PatternValidator(ReadOnlySpan<char> text, ReadOnlySpan<char> before);
