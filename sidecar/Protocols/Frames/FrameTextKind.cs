namespace AiGateway.Sidecar.Protocols.Frames;

/// <summary>What a value in a frame is.</summary>
internal enum FrameTextKind
{
    /// <summary>A string: the next piece of its channel's text.</summary>
    Piece,

    /// <summary>A string: the next piece of its channel's JSON.</summary>
    JsonPiece,

    /// <summary>A string that is a text of its own.</summary>
    Whole,

    /// <summary>A string that holds JSON, whole.</summary>
    JsonWhole,

    /// <summary>JSON that is no string: each string, name and number in it is a text.</summary>
    JsonValue,

    /// <summary>A member's name that nobody knows: it cannot be masked, so what would be masked in it is denied.</summary>
    Name,

    /// <summary>What repeats the channel's text token by token: leaves where a check may change that text.</summary>
    Repeat,

    /// <summary>The maker's signature of what its channel holds: leaves where that was masked, since it fits no more.</summary>
    Seal,
}
