namespace AiGateway.Contracts.Guardrails;

/// <summary>What is said of a check that cannot do what is asked of it. The API server, the operator and the sidecar say it in the same words.</summary>
public static class CheckMessages
{
    /// <summary>A mask needs the exact range of what was found.</summary>
    public const string CannotMask = "this type of check judges a text and finds no range in it that could be masked: set action to Deny or Flag";

    /// <summary>Settings of one type beside another, or none where they are needed.</summary>
    public const string Settings = "the settings of a check stand in the member that its type names, and in no other: write pii: {types: [Email]} beside type: pii";

    /// <summary>Calls of tools are what repeats.</summary>
    public const string LoopPlaces = "a loop is counted over the calls of tools: set on to [toolArguments]";

    /// <summary>A document as a whole.</summary>
    public const string SchemaPlaces = "jsonSchema judges a text that is one JSON document: only output, toolArguments and toolResult are";

    /// <summary>Instructions are what stands there.</summary>
    public const string InjectionPlaces = "a system prompt is made of instructions, so that looking for them there finds nothing but itself: remove systemPrompt";

    /// <summary>The documents are those of the request, and what is judged is the answer.</summary>
    public const string GroundednessPlaces = "groundedness compares an answer with the documents of its request: set on to [output]";

    /// <summary>A reversible mask hides from who is asked; an answer is on its way back.</summary>
    public const string ReversibleOutput = "a reversible mask hides a value from the provider and is turned back in the answer, so that in output it would do nothing: use another mask, or remove output";

    /// <summary>The form of a mask where nothing is masked.</summary>
    public const string MaskUnused = "mask says what stands in place of what was found, and this check masks nothing: set action to Mask, or remove mask";

    /// <summary>A check in the process cannot fail.</summary>
    public const string FailureUnused = "only a check that asks somebody else can fail, and this one asks nobody: remove onFailure";

    /// <summary>Both bounds missing, or crossed.</summary>
    public const string LengthBounds = "length must set minCharacters, maxCharacters or both, the first not above the second";

    /// <summary>Single strings of JSON are texts of their own.</summary>
    public const string LengthPlaces = "the strings of toolArguments and toolDefinition are texts of their own, most of them short: set maxCharacters alone for these places";

    /// <summary>Nothing is allowed and nothing denied.</summary>
    public const string LanguageEmpty = "language must name languages in allow or deny, or set unlabelled to Deny";

    /// <summary>Canaries are looked for where a model writes.</summary>
    public const string CanaryPlaces = "canaries are looked for in what a model writes: name output or toolArguments in on, or remove canaries and insertCanary";

    /// <summary>Nothing else is looked for there.</summary>
    public const string CanaryMissing = "in output and toolArguments this check looks for canaries alone: set canaries or insertCanary, or remove these places";

    /// <summary>The score is one of texts that come from elsewhere.</summary>
    public const string ThresholdUnused = "threshold bounds the score of input, toolResult and toolDefinition: name one of them in on, or remove threshold";

    /// <summary>A check that stops before it warns.</summary>
    public const string LoopOrder = "stopAfter must be above warnAfter, which are 6 and 3 where they are not set";

    /// <summary>Nothing is sent while an answer is judged.</summary>
    public const string TimingUnused = "timing says how the judging of a request stands to its sending, and this check looks at output alone: remove timing, or name a place of requests in on";

    /// <summary>Decoding alone finds nothing.</summary>
    public const string EncodedAlone = "what is decoded is given to the checks before it in the list: before it, put one of secrets, pii, words, pattern, links, invisible and injection that looks at the same places";
}
