namespace AiGateway.Fakes.Scripts;

/// <summary>Why an answer ended; each dialect has a word for it.</summary>
internal enum StopWord
{
    End,
    Tools,
    Length,
    Refusal,
    Filter,
}
