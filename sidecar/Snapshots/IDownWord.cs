using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>Something that hears what the operator's leader says.</summary>
internal interface IDownWord
{
    /// <summary>Every line that is neither bundle nor finish, whatever its type: those that are not its own it leaves alone. Called on the thread that reads the stream; it neither blocks nor throws.</summary>
    void Hear(Envelope word);
}
