namespace AiGateway.Sdk.Tests.Matrix;

/// <summary>One official client from NuGet, in the words of the cases.</summary>
internal abstract class DotnetAdapter
{
    public abstract string Name { get; }

    /// <summary>Cases that this client has no way to ask; the explanations say what it lacks.</summary>
    public abstract IReadOnlyList<string> Unasked { get; }

    /// <summary>Whether its exceptions show the headers of the answer.</summary>
    public abstract bool HasHeaders { get; }

    public abstract Task<DotnetReply> AskAsync(string model, DotnetAsked asked);

    public abstract Task<DotnetReply> StreamAsync(string model, DotnetAsked asked);

    public virtual Task<long> CountAsync(string model, string text) => throw new NotSupportedException();

    public virtual Task<float[][]> EmbedAsync(string model, params string[] texts) => throw new NotSupportedException();

    public abstract DotnetError Tell(Exception error);

    /// <summary>The class that it must raise for a status.</summary>
    public abstract string ClassOf(int status);
}
