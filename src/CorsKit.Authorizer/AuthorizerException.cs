namespace CorsKit.Authorizer;

/// <summary>Leaves the function instead of an answer. API Gateway goes by the message, and there is nothing else in it.</summary>
internal sealed class AuthorizerException(string message) : Exception(message);
