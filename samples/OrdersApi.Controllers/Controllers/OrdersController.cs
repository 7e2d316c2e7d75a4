using Microsoft.AspNetCore.Mvc;

namespace OrdersApi.Controllers.Controllers;

public sealed record Order(int Id, string Item, int Quantity);

/// <summary>The policy of UseGatewayCors: the default one.</summary>
[ApiController]
[Route("orders")]
public sealed class OrdersController : ControllerBase
{
    private static readonly Order[] Orders = [new(1, "Espresso cups", 6), new(2, "Coffee, 1 kg", 2)];

    [HttpGet]
    public IReadOnlyList<Order> GetAll() => Orders;

    [HttpGet("{id:int}")]
    public ActionResult<Order> Get(int id) => Array.Find(Orders, order => order.Id == id) is { } order ? order : NotFound();

    [HttpPut("{id:int}")]
    public Order Put(int id, Order order) => order with { Id = id };
}
