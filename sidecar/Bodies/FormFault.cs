namespace AiGateway.Sidecar.Bodies;

/// <summary>Why a form may not pass.</summary>
internal enum FormFault
{
    None,

    /// <summary>It is not built as RFC 7578 says, or so that two readers could see different parts.</summary>
    Malformed,

    /// <summary>It has more parts, or longer part headers, than are read.</summary>
    TooMuch,

    /// <summary>The model is named twice, or by a name that some reader takes for it.</summary>
    ModelTwice,

    /// <summary>The model's part is no plain short text.</summary>
    ModelUnfit,
}
