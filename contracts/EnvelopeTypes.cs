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

    /// <summary>Up: how it stands with leased limits. <see cref="Envelope.Slices"/>.</summary>
    public const string Slices = "slices";

    /// <summary>Down: what it is granted of leased limits. <see cref="Envelope.Grants"/>.</summary>
    public const string Grants = "grants";

    /// <summary>Up: limits that were reached. <see cref="Envelope.Breaches"/>.</summary>
    public const string Breaches = "breaches";

    /// <summary>Up: tool calls that wait for a human's word. <see cref="Envelope.Approvals"/>.</summary>
    public const string Approvals = "approvals";

    /// <summary>Down: what was decided of them. <see cref="Envelope.Verdicts"/>.</summary>
    public const string Verdicts = "verdicts";

    /// <summary>Up: what the agent used and was denied. <see cref="Envelope.Used"/>.</summary>
    public const string Used = "used";

    /// <summary>Down, without a body: the pod's other containers have ended for good; drain and exit with code 0.</summary>
    public const string Finish = "finish";
}
