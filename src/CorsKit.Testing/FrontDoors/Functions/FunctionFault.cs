namespace CorsKit.Testing.FrontDoors;

/// <summary>Why there is no response of the function to hand on.</summary>
internal enum FunctionFault
{
    Crashed,
    Malformed,
    ResponseTooLarge,
    TimedOut,
}
