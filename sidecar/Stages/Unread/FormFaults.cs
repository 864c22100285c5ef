using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Stages.Unread;

/// <summary>What an agent is told of a form that may not pass.</summary>
internal static class FormFaults
{
    public static Refusal OtherModel { get; } = new(RefusalReason.InvalidField, "'model' must be the one that the path names, or be left out.", "model");

    public static Refusal RefusalOf(FormFault fault) => fault switch
    {
        FormFault.ModelTwice => new(RefusalReason.DuplicateName, "The form names a model twice, or by a name that could be read as 'model'.", "model"),
        FormFault.ModelUnfit => new(RefusalReason.InvalidField, "'model' must be a short plain text in UTF-8, and no file.", "model"),
        FormFault.TooMuch => new(RefusalReason.InvalidField, "The form has too many parts, or too long headers in a part."),
        _ => new(RefusalReason.BodyBroken, "The form is broken off, or built so that two readers could see different parts."),
    };
}
