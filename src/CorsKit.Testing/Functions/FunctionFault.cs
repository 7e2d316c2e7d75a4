namespace CorsKit.Testing.Functions;

/// <summary>Why there is no response of the function to hand on.</summary>
internal enum FunctionFault
{
    Crashed,
    Malformed,

    /// <summary>Its body says that it is base64, and is not.</summary>
    Undecodable,
    ResponseTooLarge,
    TimedOut,
}
