using CorsKit.Diagnostics;
using CorsKit.Headers;

namespace CorsKit.Methods;

/// <summary>Why an item of AllowMethods is no method that a page can use, and what to write instead.</summary>
internal static class MethodFault
{
    /// <returns>The problem, or null where the item is such a method.</returns>
    public static Fault? Find(string item)
    {
        if (Quotes.Strip(item) is { } bare)
        {
            return new Fault(ProblemCode.MethodSyntax, Quotes.Reason, HttpToken.IsToken(bare) ? $"Write \"{bare}\"." : "Write the method alone, for example \"PUT\".");
        }

        if (!HttpToken.IsToken(item))
        {
            return new Fault(ProblemCode.MethodSyntax, "A method is a token (RFC 9110, section 9.1)", "Write a method name, for example \"PUT\".");
        }

        if (item.Equals("ANY", StringComparison.OrdinalIgnoreCase))
        {
            return new Fault(ProblemCode.MethodSyntax, "ANY is API Gateway's word for any method; a browser takes it for the name of one", "Write \"*\", or list the methods.");
        }

        return FetchMethod.IsForbidden(item)
            ? new Fault(ProblemCode.ForbiddenMethod, "Browsers never send this method (https://fetch.spec.whatwg.org/#forbidden-method)", "Remove it.")
            : null;
    }
}
