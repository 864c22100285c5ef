namespace AiGateway.Operator.Resources;

/// <summary>An object that was read, or why it could not be: exactly one of them is set.</summary>
internal readonly record struct ReadResult<T>
    where T : class
{
    public T? Value { get; init; }

    public UnreadableObject? Unreadable { get; init; }
}
