namespace AiGateway.Contracts;

/// <summary>The values of <see cref="Envelope.Type"/>. A reader skips a type that it does not know.</summary>
public static class EnvelopeTypes
{
    /// <summary>Up, first on every stream: <see cref="Envelope.Hello"/>.</summary>
    public const string Hello = "hello";

    /// <summary>Down: <see cref="Envelope.Bundle"/>.</summary>
    public const string Bundle = "bundle";

    /// <summary>Up: the bundle is in force. <see cref="Envelope.Ack"/>.</summary>
    public const string Ack = "ack";

    /// <summary>Up: the bundle was refused and the last good one stays. <see cref="Envelope.Nack"/>.</summary>
    public const string Nack = "nack";

    /// <summary>Up: what the sidecar did. <see cref="Envelope.Report"/>.</summary>
    public const string Report = "report";

    /// <summary>Up: the tool servers that it saw. <see cref="Envelope.Seen"/>.</summary>
    public const string Seen = "seen";

    /// <summary>Up, after the hello and whenever it changed: how far the agent is held. <see cref="Envelope.Enforcement"/>.</summary>
    public const string Enforcement = "enforcement";

    /// <summary>Down, without a body: the pod's other containers have ended for good; drain and exit with code 0.</summary>
    public const string Finish = "finish";
}
