namespace AiGateway.Load;

/// <summary>What to start, which address:port shows that it listens, and which URL answers 200 when it is ready (- for none).</summary>
internal sealed record StartOrder(string Listen, string ReadyUrl, string LogFile, string[] Command);
