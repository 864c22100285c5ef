using AiGateway.Sidecar.Bodies;

namespace AiGateway.Sidecar.Calls;

/// <summary>A form of which as much was read as names its model; the rest, where there is any, still streams and is followed to its end.</summary>
internal sealed class FormRequest(Body head, FormScanner scanner, byte[] delimiter) : IDisposable
{
    /// <summary>The bytes that were read.</summary>
    public Body Head => head;

    /// <summary>Where it stands, at the end of the head.</summary>
    public FormScanner Scanner => scanner;

    public byte[] Delimiter => delimiter;

    public void Dispose() => head.Dispose();
}
