using Microsoft.AspNetCore.Mvc;

namespace NamespaceOfApi.Controllers;

[ApiController]
[Route("orders")]
public sealed class OrdersController(OrderBook orders) : ControllerBase
{
    [HttpGet]
    public IReadOnlyCollection<Order> GetAll() => orders.All;

    [HttpGet("{id:int}")]
    public ActionResult<Order> Get(int id) => orders.Find(id) is { } order ? order : NotFound();

    [HttpPut("{id:int}")]
    public Order Put(int id, OrderLine line) => orders.Put(id, line);
}
