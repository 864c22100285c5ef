namespace AiGateway.Contracts.Cel;

/// <summary>Ends the reading of a text behind which nothing can be understood. Never leaves <see cref="CelParser"/>.</summary>
internal sealed class CelSyntaxException(int position, string message) : Exception(message)
{
    public int Position => position;
}
