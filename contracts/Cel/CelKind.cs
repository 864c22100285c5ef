namespace AiGateway.Contracts.Cel;

/// <summary>What a value is. A type may also be <see cref="Dyn"/>: known only when the condition is evaluated.</summary>
public enum CelKind
{
    /// <summary>Nothing: a JSON null.</summary>
    Null,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>A whole number of 64 bits.</summary>
    Int,

    /// <summary>A number with a fraction, of 64 bits.</summary>
    Double,

    /// <summary>A text.</summary>
    String,

    /// <summary>Values in an order.</summary>
    List,

    /// <summary>Values by name.</summary>
    Map,

    /// <summary>No value has it: the type of what is known only when it is evaluated.</summary>
    Dyn,

    /// <summary>No value, but a <see cref="CelFault"/>.</summary>
    Fault,
}
