namespace AiGateway.Sdk.Tests.Matrix;

/// <summary>One client at one provider, streamed or not: what a case asks through.</summary>
internal sealed record DotnetCase(DotnetAdapter Client, string Model, bool Streamed)
{
    public Task<DotnetReply> AskAsync(DotnetAsked asked) => Streamed ? Client.StreamAsync(Model, asked) : Client.AskAsync(Model, asked);

    /// <summary>What came, whichever way it ended; an error with a status must be the client's own class for it.</summary>
    public async Task<(DotnetReply? Reply, DotnetError? Error)> EndAsync(DotnetAsked asked)
    {
        try
        {
            return (await AskAsync(asked), null);
        }
        catch (Exception error) when (IsTheClients(error))
        {
            var told = Client.Tell(error);
            if (told.Status is > 0 and { } status) Assert.True(Client.ClassOf(status) == told.Name, $"{status} was raised as {told.Name}");
            return (null, told);
        }
    }

    public async Task<DotnetError> FailAsync(string text, params int[] statuses)
    {
        var (reply, error) = await EndAsync(new(new DotnetTurn(text)));
        Assert.True(error is not null, $"no error but {reply?.Text}");
        Assert.True(statuses.Contains(error!.Status ?? 0), $"{error}");
        return error;
    }

    /// <summary>Not a fault of the adapter or of the test, and not what Mistral says of a member that this client always sends.</summary>
    private static bool IsTheClients(Exception error) =>
        error is not (Xunit.Sdk.XunitException or NullReferenceException or InvalidCastException or ArgumentException or KeyNotFoundException)
        && !error.Message.Contains("stream_options", StringComparison.Ordinal);
}
