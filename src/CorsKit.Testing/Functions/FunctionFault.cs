namespace CorsKit.Testing.Functions;

/// <summary>Why there is no response of the function to hand on.</summary>
internal enum FunctionFault
{
    Crashed,
    Malformed,
    ResponseTooLarge,
    TimedOut,
}
